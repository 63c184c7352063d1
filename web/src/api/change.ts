import { useMutation } from '@tanstack/react-query';
import { isChanged } from './problem';

interface Change<T> {
  save(): Promise<T>;
  saved(made: T): unknown;
  /** Fetches what somebody else has made of it; what was typed stays. */
  refresh(): Promise<unknown>;
}

/** A change to something with a version. The slower of two is told, and sees the newer state. */
export function useChange<T>({ save, saved, refresh }: Change<T>) {
  const change = useMutation({
    mutationFn: save,
    onSuccess: saved,
    onError: (error) => (isChanged(error) ? refresh() : undefined),
  });
  return { ...change, conflict: isChanged(change.error) };
}
