import { useEffect, useRef } from "preact/hooks";
import { dotSize, dotSpeed } from "./flow-layout.ts";

/** Pixels from dot to dot; the style sheet's dash pattern is as long. */
const dotGap = 18;

interface StreamProps {
  readonly path: string;
  readonly spansPerSecond: number;
  readonly look: "open" | "broken" | "off";
}

/** A line with dots that run along it as fast as spans do. */
export function Stream({ path, spansPerSecond, look }: StreamProps) {
  const dots = useRef<SVGPathElement>(null);
  const running = useRef<Animation>(null);
  const speed = look === "open" ? dotSpeed(spansPerSecond) : 0;

  useEffect(() => {
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    const frames = { strokeDashoffset: [`${dotGap}px`, "0px"] };
    const animation = dots.current!.animate(frames, {
      duration: 1_000,
      iterations: Number.POSITIVE_INFINITY,
    });
    animation.pause();
    running.current = animation;
    return () => animation.cancel();
  }, []);

  useEffect(() => {
    const animation = running.current;
    if (animation === null) return;
    if (speed === 0) animation.pause();
    else {
      // Where the dots are stays; only their speed changes.
      animation.updatePlaybackRate(speed / dotGap);
      animation.play();
    }
  }, [speed]);

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
