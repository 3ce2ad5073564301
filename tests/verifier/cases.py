"""What is asked: questions (a kind and arguments in bytes) with what the answer must be, and the ways of tampering with them."""


class Cases:
    """Questions in order. `good` must be answered ok or yes by both verifiers, `refused` by neither, `tampered` otherwise than
    the good one it came from, `agree` the same by both, whatever that is."""

    def __init__(self):
        self.lines, self.demands, self.expected = [], [], {}

    def add(self, demand, kind, *arguments):
        self.lines.append("\t".join([kind, *(bytes_of(argument).hex() for argument in arguments)]))
        self.demands.append(demand)
        return len(self.lines) - 1

    def good(self, kind, *arguments):
        return self.add("good", kind, *arguments)

    def refused(self, kind, *arguments):
        return self.add("refused", kind, *arguments)

    def agree(self, kind, *arguments):
        return self.add("agree", kind, *arguments)

    def expect(self, which, answer):
        """What question number `which` must be answered, word for word."""
        self.expected[which] = lambda said: said == answer

    def begins(self, which, answer):
        self.expected[which] = lambda said: said.startswith(answer)

    def tampered(self, variants, kind, *arguments, at):
        """The good question, and each variant of its argument number `at`."""
        first = self.good(kind, *arguments)
        for variant in variants(bytes_of(arguments[at])):
            changed = [*arguments[:at], variant, *arguments[at + 1:]]
            self.add(first, kind, *changed)
        return first


def bytes_of(argument):
    if isinstance(argument, int):
        return argument.to_bytes(8, "big")
    return argument.encode() if isinstance(argument, str) else argument


def flips(data, positions=4000):
    """Every byte changed, its lowest bit and its highest; of long data about `positions` bytes."""
    for at in range(0, len(data), len(data) // positions + 1):
        for bit in (0x01, 0x80):
            yield data[:at] + bytes([data[at] ^ bit]) + data[at + 1:]


def cuts(data):
    """Something missing at the end, something more there."""
    for size in {0, 1, len(data) // 2, len(data) - 17, len(data) - 1}:
        if 0 <= size < len(data):
            yield data[:size]
    yield data + b"\0"
    yield data + data[-1:]


def lines(text):
    """Every line left out, every line twice, neighbours exchanged; a signature that stands twice counts once, so that is left out."""
    parts = text.splitlines(keepends=True)
    for at, part in enumerate(parts):
        yield b"".join(parts[:at] + parts[at + 1:])
        if not part.startswith("—".encode()):
            yield b"".join(parts[:at] + [part] + parts[at:])
        if at and part != parts[at - 1]:
            yield b"".join(parts[:at - 1] + [part, parts[at - 1]] + parts[at + 1:])


def of(*ways):
    return lambda data: (variant for way in ways for variant in way(data) if variant != data)
