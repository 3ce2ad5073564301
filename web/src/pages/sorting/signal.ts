// Sound for who looks elsewhere; what it says stands on the screen too. High and short: goes on. Low and long: stops.
let audio: AudioContext | null = null;

const tones = { ok: { hertz: 1320, seconds: 0.09, times: 1 }, warn: { hertz: 660, seconds: 0.16, times: 2 }, bad: { hertz: 220, seconds: 0.35, times: 3 } } as const;

export function sound(what: keyof typeof tones): void {
  const { hertz, seconds, times } = tones[what];
  try {
    audio ??= new AudioContext();
    for (let at = 0; at < times; at += 1) {
      const tone = audio.createOscillator();
      const loudness = audio.createGain();
      loudness.gain.value = 0.2;
      tone.frequency.value = hertz;
      tone.connect(loudness).connect(audio.destination);
      const begin = audio.currentTime + at * seconds * 1.5;
      tone.start(begin);
      tone.stop(begin + seconds);
    }
  } catch {
    // a machine without sound shows it all the same
  }
}
