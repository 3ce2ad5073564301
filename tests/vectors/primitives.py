"""The primitives of docs/formats that Python's standard library lacks, written from their RFCs to be read, not to be fast:
XChaCha20-Poly1305, AES-256-GCM, P-256, HPKE, X25519, XSalsa20-Poly1305, Ed25519, Argon2id. They share nothing with the libraries that the project links."""
import hashlib
import hmac

mask32 = 0xFFFFFFFF
mask64 = 0xFFFFFFFFFFFFFFFF


# ---- XChaCha20-Poly1305: RFC 8439, draft-irtf-cfrg-xchacha-03

def _rotl32(value, count):
    return ((value << count) | (value >> (32 - count))) & mask32


def _quarter(s, a, b, c, d):
    s[a] = (s[a] + s[b]) & mask32
    s[d] = _rotl32(s[d] ^ s[a], 16)
    s[c] = (s[c] + s[d]) & mask32
    s[b] = _rotl32(s[b] ^ s[c], 12)
    s[a] = (s[a] + s[b]) & mask32
    s[d] = _rotl32(s[d] ^ s[a], 8)
    s[c] = (s[c] + s[d]) & mask32
    s[b] = _rotl32(s[b] ^ s[c], 7)


def _words(data):
    return [int.from_bytes(data[i:i + 4], "little") for i in range(0, len(data), 4)]


def _chacha_rounds(state):
    s = list(state)
    for _ in range(10):
        for a, b, c, d in ((0, 4, 8, 12), (1, 5, 9, 13), (2, 6, 10, 14), (3, 7, 11, 15),
                           (0, 5, 10, 15), (1, 6, 11, 12), (2, 7, 8, 13), (3, 4, 9, 14)):
            _quarter(s, a, b, c, d)
    return s


_sigma = _words(b"expand 32-byte k")


def chacha20(key, counter, nonce, data):
    out = bytearray()
    for at in range(0, len(data), 64):
        state = _sigma + _words(key) + [counter + at // 64] + _words(nonce)
        stream = b"".join(((a + b) & mask32).to_bytes(4, "little") for a, b in zip(_chacha_rounds(state), state))
        out += bytes(a ^ b for a, b in zip(data[at:at + 64], stream))
    return bytes(out)


def _poly1305(key, data):
    r = int.from_bytes(key[:16], "little") & 0x0FFFFFFC0FFFFFFC0FFFFFFC0FFFFFFF
    total = 0
    for at in range(0, len(data), 16):
        total = (total + int.from_bytes(data[at:at + 16] + b"\x01", "little")) * r % ((1 << 130) - 5)
    return ((total + int.from_bytes(key[16:], "little")) & ((1 << 128) - 1)).to_bytes(16, "little")


def _pad16(data):
    return data + bytes(-len(data) % 16)


def xchacha20_poly1305(key, nonce, plain, bound):
    """The ciphertext with its tag. nonce: 24 bytes."""
    s = _chacha_rounds(_sigma + _words(key) + _words(nonce[:16]))
    subkey = b"".join(word.to_bytes(4, "little") for word in s[:4] + s[12:])
    short = bytes(4) + nonce[16:]
    cipher = chacha20(subkey, 1, short, plain)
    one_time = chacha20(subkey, 0, short, bytes(32))
    lengths = len(bound).to_bytes(8, "little") + len(cipher).to_bytes(8, "little")
    return cipher + _poly1305(one_time, _pad16(bound) + _pad16(cipher) + lengths)


# ---- AES-256-GCM: FIPS 197, SP 800-38D

def _xtime(a):
    return (a << 1) ^ 0x11B if a & 0x80 else a << 1


def _make_sbox():
    power, log = [0] * 256, [0] * 256
    a = 1
    for i in range(255):
        power[i], log[a] = a, i
        a ^= _xtime(a)  # times 3, a generator
    box = []
    for value in range(256):
        b = power[(255 - log[value]) % 255] if value else 0
        box.append(b ^ (b << 1 | b >> 7) & 255 ^ (b << 2 | b >> 6) & 255 ^ (b << 3 | b >> 5) & 255 ^ (b << 4 | b >> 4) & 255 ^ 0x63)
    return box


_sbox = _make_sbox()


def _aes256_keys(key):
    words = [list(key[i:i + 4]) for i in range(0, 32, 4)]
    constant = 1
    for i in range(8, 60):
        word = list(words[-1])
        if i % 8 == 0:
            word = [_sbox[b] for b in word[1:] + word[:1]]
            word[0] ^= constant
            constant = _xtime(constant)
        elif i % 8 == 4:
            word = [_sbox[b] for b in word]
        words.append([a ^ b for a, b in zip(words[i - 8], word)])
    return [sum(words[i:i + 4], []) for i in range(0, 60, 4)]


def _aes(keys, block):
    s = [a ^ b for a, b in zip(block, keys[0])]
    for number in range(1, 15):
        s = [_sbox[s[(i + 4 * (i % 4)) % 16]] for i in range(16)]
        if number < 14:
            mixed = []
            for column in range(0, 16, 4):
                a = s[column:column + 4]
                whole = a[0] ^ a[1] ^ a[2] ^ a[3]
                mixed += [a[i] ^ whole ^ _xtime(a[i] ^ a[(i + 1) % 4]) for i in range(4)]
            s = mixed
        s = [a ^ b for a, b in zip(s, keys[number])]
    return bytes(s)


def _ghash(h, data):
    # Multiplication by h, four bits at a time, from a table of the products of h with each nibble at each place.
    h = int.from_bytes(h, "big")
    by_bit = []
    for _ in range(128):
        by_bit.append(h)
        h = h >> 1 ^ (0xE1 << 120 if h & 1 else 0)
    table = [[0] * 256 for _ in range(16)]
    for byte in range(16):
        for value in range(256):
            for bit in range(8):
                if value & 0x80 >> bit:
                    table[byte][value] ^= by_bit[8 * byte + bit]
    y = 0
    for at in range(0, len(data), 16):
        x = (y ^ int.from_bytes(data[at:at + 16], "big")).to_bytes(16, "big")
        y = 0
        for byte in range(16):
            y ^= table[byte][x[byte]]
    return y.to_bytes(16, "big")


def aes_256_gcm(key, nonce, plain, bound=b""):
    """The ciphertext with its tag. nonce: 12 bytes."""
    keys = _aes256_keys(key)
    cipher = bytearray()
    for number, at in enumerate(range(0, len(plain), 16), 2):
        cipher += bytes(a ^ b for a, b in zip(plain[at:at + 16], _aes(keys, nonce + number.to_bytes(4, "big"))))
    lengths = (8 * len(bound)).to_bytes(8, "big") + (8 * len(cipher)).to_bytes(8, "big")
    digest = _ghash(_aes(keys, bytes(16)), _pad16(bound) + _pad16(bytes(cipher)) + lengths)
    return bytes(cipher) + bytes(a ^ b for a, b in zip(digest, _aes(keys, nonce + b"\0\0\0\1")))


# ---- P-256 and ECDSA: FIPS 186-4; HPKE of one suite: RFC 9180

_p256 = 2**256 - 2**224 + 2**192 + 2**96 - 1
_p256_order = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_p256_base = (0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
              0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5)


def _p256_add(a, b):
    if a is None or b is None:
        return a or b
    if a[0] == b[0] and (a[1] + b[1]) % _p256 == 0:
        return None
    slope = (3 * a[0] * a[0] - 3) * pow(2 * a[1], -1, _p256) if a == b else (b[1] - a[1]) * pow(b[0] - a[0], -1, _p256)
    x = (slope * slope - a[0] - b[0]) % _p256
    return x, (slope * (a[0] - x) - a[1]) % _p256


def _p256_times(count, point):
    total = None
    while count:
        if count & 1:
            total = _p256_add(total, point)
        point = _p256_add(point, point)
        count >>= 1
    return total


def p256_public(secret):
    """65 bytes: 0x04, x, y."""
    x, y = _p256_times(secret, _p256_base)
    return b"\4" + x.to_bytes(32, "big") + y.to_bytes(32, "big")


def p256_sign(secret, once, message):
    """ECDSA with SHA-256, r and s; `once` is the number that nobody may ever know."""
    r = _p256_times(once, _p256_base)[0] % _p256_order
    s = pow(once, -1, _p256_order) * (int.from_bytes(hashlib.sha256(message).digest(), "big") + r * secret) % _p256_order
    return r.to_bytes(32, "big") + s.to_bytes(32, "big")


_kem = b"KEM\x00\x10"
_suite = b"HPKE\x00\x10\x00\x01\x00\x02"


def _hkdf_extract(suite, salt, label, data):
    return hmac.digest(salt or bytes(32), b"HPKE-v1" + suite + label + data, "sha256")


def _hkdf_expand(suite, key, label, info, size):
    return hmac.digest(key, size.to_bytes(2, "big") + b"HPKE-v1" + suite + label + info + b"\1", "sha256")[:size]


def hpke_key(randomness):
    """DeriveKeyPair: the secret number. (The first candidate is one in all cases but one of 2^32.)"""
    return int.from_bytes(_hkdf_expand(_kem, _hkdf_extract(_kem, b"", b"dkp_prk", randomness), b"candidate", b"\0", 32), "big")


def hpke_seal(randomness, to, info, bound, plain):
    """Base mode, DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-256-GCM: the encapsulated key and the ciphertext."""
    secret = hpke_key(randomness)
    encapsulated = p256_public(secret)
    point = _p256_times(secret, (int.from_bytes(to[1:33], "big"), int.from_bytes(to[33:], "big")))
    prk = _hkdf_extract(_kem, b"", b"eae_prk", point[0].to_bytes(32, "big"))
    shared = _hkdf_expand(_kem, prk, b"shared_secret", encapsulated + to, 32)
    context = b"\0" + _hkdf_extract(_suite, b"", b"psk_id_hash", b"") + _hkdf_extract(_suite, b"", b"info_hash", info)
    prk = _hkdf_extract(_suite, shared, b"secret", b"")
    key, nonce = _hkdf_expand(_suite, prk, b"key", context, 32), _hkdf_expand(_suite, prk, b"base_nonce", context, 12)
    return encapsulated + aes_256_gcm(key, nonce, plain, bound)


# ---- X25519: RFC 7748; XSalsa20-Poly1305 and crypto_box: Bernstein, "Cryptography in NaCl"

def x25519(scalar, point):
    prime = 2**255 - 19
    k = bytearray(scalar)
    k[0] &= 248
    k[31] = k[31] & 127 | 64
    k = int.from_bytes(k, "little")
    x1 = int.from_bytes(point, "little") & (2**255 - 1)
    x2, z2, x3, z3 = 1, 0, x1, 1
    for bit in reversed(range(255)):
        if k >> bit & 1:
            x2, z2, x3, z3 = x3, z3, x2, z2
        a, b, c, d = (x2 + z2) % prime, (x2 - z2) % prime, (x3 + z3) % prime, (x3 - z3) % prime
        da, cb = d * a % prime, c * b % prime
        x3, z3 = (da + cb)**2 % prime, x1 * (da - cb)**2 % prime
        aa, bb = a * a % prime, b * b % prime
        e = (aa - bb) % prime
        x2, z2 = aa * bb % prime, e * (aa + 121665 * e) % prime
        if k >> bit & 1:
            x2, z2, x3, z3 = x3, z3, x2, z2
    return (x2 * pow(z2, prime - 2, prime) % prime).to_bytes(32, "little")


def x25519_public(scalar):
    return x25519(scalar, (9).to_bytes(32, "little"))


def _salsa_rounds(state):
    s = list(state)
    for _ in range(10):
        for a, b, c, d in ((0, 4, 8, 12), (5, 9, 13, 1), (10, 14, 2, 6), (15, 3, 7, 11),
                           (0, 1, 2, 3), (5, 6, 7, 4), (10, 11, 8, 9), (15, 12, 13, 14)):
            s[b] ^= _rotl32((s[a] + s[d]) & mask32, 7)
            s[c] ^= _rotl32((s[b] + s[a]) & mask32, 9)
            s[d] ^= _rotl32((s[c] + s[b]) & mask32, 13)
            s[a] ^= _rotl32((s[d] + s[c]) & mask32, 18)
    return s


def _salsa_state(key, middle):
    k, m = _words(key), _words(middle)
    return [_sigma[0], *k[:4], _sigma[1], *m, _sigma[2], *k[4:], _sigma[3]]


def _hsalsa20(key, data):
    s = _salsa_rounds(_salsa_state(key, data))
    return b"".join(s[i].to_bytes(4, "little") for i in (0, 5, 10, 15, 6, 7, 8, 9))


def _salsa20_stream(key, nonce, size):
    out = b""
    for counter in range((size + 63) // 64):
        state = _salsa_state(key, nonce + counter.to_bytes(8, "little"))
        out += b"".join(((a + b) & mask32).to_bytes(4, "little") for a, b in zip(_salsa_rounds(state), state))
    return out[:size]


def crypto_box(plain, nonce, public, secret):
    key = _hsalsa20(_hsalsa20(x25519(secret, public), bytes(16)), nonce[:16])
    stream = _salsa20_stream(key, nonce[16:], 32 + len(plain))
    sealed = bytes(a ^ b for a, b in zip(plain, stream[32:]))
    return _poly1305(stream[:32], sealed) + sealed



def hkdf_expand_sha512(key, info, size):
    """RFC 5869, section 2.3."""
    out, block, counter = b"", b"", 1
    while len(out) < size:
        block = hmac.new(key, block + info + bytes([counter]), hashlib.sha512).digest()
        out += block
        counter += 1
    return out[:size]


# ---- Ed25519: RFC 8032, section 5.1

_p = 2**255 - 19
_order = 2**252 + 27742317777372353535851937790883648493
_d = -121665 * pow(121666, _p - 2, _p) % _p


def _point_add(a, b):
    e = (a[1] - a[0]) * (b[1] - b[0]) % _p
    f = (a[1] + a[0]) * (b[1] + b[0]) % _p
    g = 2 * a[3] * b[3] * _d % _p
    h = 2 * a[2] * b[2] % _p
    return ((f - e) * (h - g) % _p, (h + g) * (f + e) % _p, (h - g) * (h + g) % _p, (f - e) * (f + e) % _p)


def _point_times(count, point):
    total = (0, 1, 1, 0)
    while count:
        if count & 1:
            total = _point_add(total, point)
        point = _point_add(point, point)
        count >>= 1
    return total


def _base_point():
    y = 4 * pow(5, _p - 2, _p) % _p
    square = (y * y - 1) * pow(_d * y * y + 1, _p - 2, _p) % _p
    x = pow(square, (_p + 3) // 8, _p)
    if (x * x - square) % _p:
        x = x * pow(2, (_p - 1) // 4, _p) % _p
    if x & 1:
        x = _p - x
    return (x, y, 1, x * y % _p)


_base = _base_point()


def _compress(point):
    inverse = pow(point[2], _p - 2, _p)
    x, y = point[0] * inverse % _p, point[1] * inverse % _p
    return (y | (x & 1) << 255).to_bytes(32, "little")


def _expand_seed(seed):
    digest = hashlib.sha512(seed).digest()
    scalar = int.from_bytes(digest[:32], "little") & ((1 << 254) - 8) | 1 << 254
    return scalar, digest[32:]


def ed25519_public(seed):
    return _compress(_point_times(_expand_seed(seed)[0], _base))


def ed25519_sign(seed, message):
    scalar, prefix = _expand_seed(seed)
    public = _compress(_point_times(scalar, _base))
    r = int.from_bytes(hashlib.sha512(prefix + message).digest(), "little") % _order
    big_r = _compress(_point_times(r, _base))
    k = int.from_bytes(hashlib.sha512(big_r + public + message).digest(), "little") % _order
    return big_r + ((r + k * scalar) % _order).to_bytes(32, "little")


# ---- Argon2id: RFC 9106, one lane

def _long_blake(size, data):
    prefixed = size.to_bytes(4, "little") + data
    if size <= 64:
        return hashlib.blake2b(prefixed, digest_size=size).digest()
    block = hashlib.blake2b(prefixed).digest()
    out = block[:32]
    while size - len(out) > 64:
        block = hashlib.blake2b(block).digest()
        out += block[:32]
    return out + hashlib.blake2b(block, digest_size=size - len(out)).digest()


def _rotr64(value, count):
    return value >> count | (value << (64 - count)) & mask64


def _argon_g(v, a, b, c, d):
    for first, second in ((32, 24), (16, 63)):
        v[a] = (v[a] + v[b] + 2 * (v[a] & mask32) * (v[b] & mask32)) & mask64
        v[d] = _rotr64(v[d] ^ v[a], first)
        v[c] = (v[c] + v[d] + 2 * (v[c] & mask32) * (v[d] & mask32)) & mask64
        v[b] = _rotr64(v[b] ^ v[c], second)


def _argon_p(v):
    for a, b, c, d in ((0, 4, 8, 12), (1, 5, 9, 13), (2, 6, 10, 14), (3, 7, 11, 15),
                       (0, 5, 10, 15), (1, 6, 11, 12), (2, 7, 8, 13), (3, 4, 9, 14)):
        _argon_g(v, a, b, c, d)


def _argon_compress(x, y):
    r = [a ^ b for a, b in zip(x, y)]
    q = list(r)
    for row in range(8):
        v = q[16 * row:16 * row + 16]
        _argon_p(v)
        q[16 * row:16 * row + 16] = v
    for column in range(8):
        places = [16 * row + 2 * column + half for row in range(8) for half in range(2)]
        v = [q[i] for i in places]
        _argon_p(v)
        for i, value in zip(places, v):
            q[i] = value
    return [a ^ b for a, b in zip(q, r)]


def argon2id(password, salt, passes, memory_kib, size):
    def le32(number):
        return number.to_bytes(4, "little")

    start = hashlib.blake2b(le32(1) + le32(size) + le32(memory_kib) + le32(passes) + le32(0x13) + le32(2) + le32(len(password)) + password
                            + le32(len(salt)) + salt + le32(0) + le32(0)).digest()
    columns = memory_kib // 4 * 4
    segment = columns // 4

    def block(data):
        return [int.from_bytes(data[i:i + 8], "little") for i in range(0, 1024, 8)]

    memory = [None] * columns
    for i in range(2):
        memory[i] = block(_long_blake(1024, start + le32(i) + le32(0)))
    zero = [0] * 128
    for turn in range(passes):
        for part in range(4):
            independent = turn == 0 and part < 2
            addresses = []
            if independent:
                for counter in range(1, segment // 128 + 2):
                    seed = [turn, 0, part, columns, passes, 2, counter] + [0] * 121
                    addresses += _argon_compress(zero, _argon_compress(zero, seed))
            for i in range(2 if turn == 0 and part == 0 else 0, segment):
                at = part * segment + i
                before = memory[at - 1]
                j1 = (addresses[i] if independent else before[0]) & mask32
                area = (part * segment if turn == 0 else columns - segment) + i - 1
                x = j1 * j1 >> 32
                relative = area - 1 - (area * x >> 32)
                begin = 0 if turn == 0 or part == 3 else (part + 1) * segment
                made = _argon_compress(before, memory[(begin + relative) % columns])
                memory[at] = made if turn == 0 else [a ^ b for a, b in zip(made, memory[at])]
    return _long_blake(size, b"".join(word.to_bytes(8, "little") for word in memory[-1]))
