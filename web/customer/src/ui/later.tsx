import type { ComponentChildren, ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';

/**
 * A part of the page whose code travels when it is first shown. `instead` stands in its place until
 * then, and for as long as the code cannot be fetched.
 */
export function later<P extends object>(load: () => Promise<ComponentType<P>>) {
  let Part: ComponentType<P> | null = null;
  let loading: Promise<void> | null = null;
  const fetched = () =>
    (loading ??= load().then(
      (part) => void (Part = part),
      () => void (loading = null), // the next one that is shown tries again
    ));
  return function Later({ instead, ...props }: P & { instead?: ComponentChildren }) {
    const [, arrived] = useState(0);
    useEffect(() => {
      if (!Part) void fetched().then(() => arrived(1));
    }, []);
    return Part ? <Part {...(props as unknown as P)} /> : instead;
  };
}
