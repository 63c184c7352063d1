package jobs_test

const tortureVariable = "ANXIN_JOBS_TORTURE_WORKER"

func tortureWorker(url string) int { return 0 }
