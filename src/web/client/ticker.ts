type Tick = () => void;

const ticks = new Set<Tick>();
let timer: ReturnType<typeof setInterval> | undefined;

export function everySecond(tick: Tick): () => void {
  ticks.add(tick);
  timer ??= setInterval(() => ticks.forEach((each) => each()), 1000);
  return () => {
    ticks.delete(tick);
    if (ticks.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}
