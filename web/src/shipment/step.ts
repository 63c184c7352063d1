import { useMutation } from '@tanstack/react-query';
import type { ParcelLine } from '../api/wire';
import { useParcelsChanged } from './api';

/** Does something about a parcel; what came of it, also by others, is shown everywhere. */
export function useStep<T = void>(run: (given: T) => Promise<ParcelLine>, done?: (next: ParcelLine) => unknown) {
  const changed = useParcelsChanged();
  return useMutation({ mutationFn: run, onSuccess: (next) => void done?.(next), onSettled: () => void changed() });
}
