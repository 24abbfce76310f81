import { useEffect, useRef, useState } from "preact/hooks";
import { dotSize, dotSpeed } from "./flow-layout.ts";

/** Pixels from dot to dot; the style sheet's dash pattern is as long. */
const dotGap = 18;

interface StreamProps {
  readonly path: string;
  readonly spansPerSecond: number;
  readonly look: "open" | "broken" | "off";
}

/** A line with dots that run along it as fast as spans do, as long as it is in sight. */
export function Stream({ path, spansPerSecond, look }: StreamProps) {
  const dots = useRef<SVGPathElement>(null);
  const running = useRef<Animation>(null);
  const [isInSight, setInSight] = useState(false);
  const speed = look === "open" ? dotSpeed(spansPerSecond) : 0;

  useEffect(() => {
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    const line = dots.current!;
    const frames = { strokeDashoffset: [`${dotGap}px`, "0px"] };
    const animation = line.animate(frames, { duration: 1_000, iterations: Number.POSITIVE_INFINITY });
    animation.pause();
    running.current = animation;
    const observer = new IntersectionObserver((entries) => setInSight(entries.at(-1)!.isIntersecting));
    observer.observe(line);
    return () => {
      observer.disconnect();
      animation.cancel();
    };
  }, []);

  useEffect(() => {
    const animation = running.current;
    if (animation === null) return;
    if (speed === 0 || !isInSight) animation.pause();
    else {
      // Where the dots are stays; only their speed changes.
      animation.updatePlaybackRate(speed / dotGap);
      animation.play();
    }
  }, [speed, isInSight]);

  return (
    <g class={`stream stream-${look}`}>
      <path class="stream-bed" d={path} />
      <path
        ref={dots}
        class="stream-dots"
        d={path}
        style={{ strokeWidth: `${dotSize(spansPerSecond)}px`, opacity: speed === 0 ? 0 : 1 }}
      />
    </g>
  );
}
