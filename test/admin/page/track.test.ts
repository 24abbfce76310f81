import { describe, expect, it } from "vitest";
import { Track } from "../../../host/admin/page/app/track.ts";

const figure = (value: number) => value;

function trackOf(...samples: readonly (readonly [atMillis: number, value: number])[]): Track<number> {
  const track = new Track<number>();
  for (const [atMillis, value] of samples) track.add(atMillis, value);
  return track;
}

describe("a track of figures", () => {
  it("gives growth a second over the window, however unevenly it was asked", () => {
    const track = trackOf([0, 0], [1_000, 500], [4_000, 500], [5_000, 1_000]);
    expect(track.rate(figure, 5_000)).toBe(200);
    expect(track.rate(figure, 1_000)).toBe(500);
  });

  it("has no rate before it has two samples", () => {
    expect(trackOf().rate(figure)).toBe(0);
    expect(trackOf([10, 7]).rate(figure)).toBe(0);
  });

  it("takes a figure that was set back for no growth, not for a negative one", () => {
    const track = trackOf([0, 900], [1_000, 10], [2_000, 30]);
    expect(track.points(figure)).toEqual([
      { agoMillis: 1_000, rate: 0 },
      { agoMillis: 0, rate: 20 },
    ]);
  });

  it("makes no spike of two answers that came one right after the other", () => {
    const track = trackOf([0, 0], [1_000, 100], [1_010, 140], [2_000, 200]);
    expect(track.points(figure).map(({ rate }) => Math.round(rate))).toEqual([139, 61]);
  });

  it("forgets what is older than a minute, and keeps the sample that the minute begins with", () => {
    const track = new Track<number>();
    for (let second = 0; second <= 300; second += 1) track.add(second * 1_000, second);
    expect(track.points(figure)).toHaveLength(60);
    expect(track.before(60_000)).toBe(240);
    expect(track.latest).toBe(300);
  });
});
