"""Writes src/protocol/text/tables/*.ts from the codecs of the Python that runs it.

    /usr/bin/python3 scripts/tables.py

CPython is asked what it makes of every byte, every pair and every character; nothing is taken from its sources.
A map is packed as text: the keys ascend, a run is (gap, length, one step per value), each number in base 32 with
the sixth bit as "goes on", low digits first; a step is the zigzag of value - (previous value + 1).
A table that resembles another holds only what differs from it (value -1: what the base has is not there).
"""

import encodings.aliases
import pathlib
import sys

OUT = pathlib.Path(__file__).resolve().parent.parent / 'src/protocol/text/tables'
DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
COMBINED = 0x110000  # COMBINED + i: the i-th of the sequences of two characters

SINGLE = (
    'cp037 cp1006 cp1026 cp1125 cp1140 cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 cp273 cp424 '
    'cp437 cp500 cp720 cp737 cp775 cp850 cp852 cp855 cp856 cp857 cp858 cp860 cp861 cp862 cp863 cp864 cp865 cp866 '
    'cp869 cp874 cp875 hp_roman8 iso8859_2 iso8859_3 iso8859_4 iso8859_5 iso8859_6 iso8859_7 iso8859_8 iso8859_9 '
    'iso8859_10 iso8859_11 iso8859_13 iso8859_14 iso8859_15 iso8859_16 koi8_r koi8_t koi8_u kz1048 mac_arabic '
    'mac_croatian mac_cyrillic mac_farsi mac_greek mac_iceland mac_latin2 mac_roman mac_romanian mac_turkish palmos '
    'ptcp154 tis_620'
).split()
OTHERS = (
    'utf_8 utf_8_sig utf_16 utf_16_le utf_16_be utf_32 utf_32_le utf_32_be utf_7 ascii latin_1 '
    'hz iso2022_jp iso2022_jp_1 iso2022_jp_2 iso2022_jp_2004 iso2022_jp_3 iso2022_jp_ext iso2022_kr'
).split()


def number(n):
    text = ''
    while n >= 32:
        text += DIGITS[32 + n % 32]
        n //= 32
    return text + DIGITS[n]


def pack(mapping):
    """{key: value} as text; -1 as a value is allowed."""
    text = ''
    keys = sorted(mapping)
    end = 0
    last = -1
    i = 0
    while i < len(keys):
        j = i + 1
        while j < len(keys) and keys[j] == keys[j - 1] + 1:
            j += 1
        text += number(keys[i] - end) + number(j - i)
        for key in keys[i:j]:
            step = mapping[key] - (last + 1)
            text += number(step * 2 if step >= 0 else -step * 2 - 1)
            last = mapping[key]
        end = keys[j - 1] + 1
        i = j
    return text


def difference(mapping, base):
    found = {k: v for k, v in mapping.items() if base.get(k) != v}
    found.update({k: -1 for k in base if k not in mapping})
    return found


def decode(data, codec):
    """The text, or the reason and the length of the first error."""
    try:
        return data.decode(codec), None
    except UnicodeDecodeError as error:
        assert error.start == 0 or len(data) > 1, (codec, data)
        return None, error


def encode(text, codec):
    try:
        return text.encode(codec)
    except UnicodeEncodeError:
        return None


def characters():
    return [c for c in range(0x30000) if not 0xD800 <= c <= 0xDFFF]


def single(codec):
    ascii_ = {i: i for i in range(128)}
    table = {}
    for byte in range(256):
        text, _ = decode(bytes([byte]), codec)
        if text is not None:
            assert len(text) == 1 and ord(text) < 0x10000
            table[byte] = ord(text)
    inverse = {}
    for byte in sorted(table):
        inverse.setdefault(table[byte], byte)
    actual = {}
    for c in range(0x10000):
        if 0xD800 <= c <= 0xDFFF:
            continue
        data = encode(chr(c), codec)
        if data is not None:
            assert len(data) == 1
            actual[c] = data[0]
    return pack(difference(table, ascii_)), pack(difference(actual, inverse))


# What the tables of multi-byte codecs are built on: name -> (base, how the base's pairs move)

def same(pair):
    return pair


def to_shift_jis(pair):
    row, cell = (pair >> 8) - 0xA1, (pair & 0xFF) - 0xA1
    lead, trail = row >> 1, cell + (94 if row & 1 else 0)
    return (lead + (0x81 if lead < 0x1F else 0xC1)) << 8 | (trail + (0x40 if trail < 0x3F else 0x41))


def to_johab(pair):
    row, cell = (pair >> 8) - 0xA1, (pair & 0xFF) - 0xA1
    if not (row <= 11 or 41 <= row <= 92):
        return None
    place = row + (0x1B2 if row < 41 else 0x197)
    trail = cell + (94 if place & 1 else 0)
    return (place >> 1) << 8 | (trail + (0x31 if trail < 0x4E else 0x43))


def plane2_to_shift_jis(pair):
    row, cell = (pair >> 8) - 0xA1, (pair & 0xFF) - 0xA1
    place = {0: 94, 7: 95, 2: 96, 3: 97, 4: 98, 11: 99, 12: 100, 13: 101, 14: 102}.get(row)
    if place is None:
        if row < 77:
            return None
        place = row + 26
    lead, trail = place >> 1, cell + (94 if place & 1 else 0)
    return (lead + 0xC1) << 8 | (trail + (0x40 if trail < 0x3F else 0x41))


MULTI = {
    # codec: (file, base, move, move of the base's three-byte part)
    'gb2312': ('chinese', None, same),
    'gbk': ('chinese', 'gb2312', same),
    'gb18030': ('chinese', 'gbk', same),
    'big5': ('taiwan', None, same),
    'cp950': ('taiwan', 'big5', same),
    'big5hkscs': ('hongKong', 'big5', same),
    'euc_kr': ('korean', None, same),
    'cp949': ('korean', 'euc_kr', same),
    'johab': ('korean', 'euc_kr', to_johab),
    'euc_jp': ('japanese', None, same),
    'shift_jis': ('japanese', 'euc_jp', to_shift_jis),
    'cp932': ('japanese', 'shift_jis', same),
    'euc_jis_2004': ('jisx0213', 'euc_jp', same),
    'euc_jisx0213': ('jisx0213', 'euc_jis_2004', same),
    'shift_jis_2004': ('jisx0213', 'euc_jis_2004', to_shift_jis),
    'shift_jisx0213': ('jisx0213', 'shift_jis_2004', same),
}


def lone_bytes(codec):
    """A byte of its own: the character, or -1 where it is wrong whatever follows. What is left leads a sequence."""
    table = {}
    for byte in range(256):
        text, error = decode(bytes([byte]), codec)
        if text is not None:
            table[byte] = ord(text)
        elif error.reason.startswith('illegal'):
            table[byte] = -1
        else:
            assert error.reason.startswith('incomplete'), error
    return table


def sequences(codec, prefix, leads):
    """What each lead and trail (after a prefix) give; and the few that are wrong as a whole."""
    table = {}
    wrong = {}
    for lead in leads:
        for trail in range(256):
            data = prefix + bytes([lead, trail])
            text, error = decode(data, codec)
            if text is not None:
                table[lead << 8 | trail] = text
            elif error.reason.startswith('illegal'):
                # The rule the decoder rests on: one bad byte at a time, or the sequence.
                assert error.start == 0 and error.end in (1, len(data)), (codec, data, error)
                if error.end > 1:
                    wrong[lead << 8 | trail] = 0
    return table, wrong


def multi(codec, done):
    file, base, move = MULTI[codec]
    lone = lone_bytes(codec)
    leads = [b for b in range(256) if b not in lone]
    three = codec.startswith('euc_j')
    two, wrong = sequences(codec, b'', [b for b in leads if not (three and b == 0x8F)])
    triple, wrong_triple = sequences(codec, b'\x8f', range(256)) if three else ({}, {})
    assert not wrong_triple, wrong_triple
    combined = []

    def value(text):
        if len(text) == 1:
            return ord(text)
        assert len(text) == 2
        if text not in combined:
            combined.append(text)
        return COMBINED + combined.index(text)

    two = {k: value(v) for k, v in sorted(two.items())}
    triple = {k: value(v) for k, v in sorted(triple.items())}
    base_two, base_triple, base_combined = done[base] if base else ({}, {}, [])
    assert not base_combined or base_combined == combined, codec
    moved = {move(k): v for k, v in base_two.items()}
    if codec == 'shift_jis_2004':
        moved.update({plane2_to_shift_jis(k): v for k, v in base_triple.items()})
    if not three:
        base_triple = {}
    moved.pop(None, None)
    done[codec] = two, triple, combined

    inverse = {}
    for table, first in ((lone, 0), (two, 0), (triple, 0x8F0000)):
        for key, c in sorted(table.items()):
            if 0 <= c < COMBINED:
                inverse.setdefault(c, first | key)
    actual = {}
    for c in characters():
        data = encode(chr(c), codec)
        if data is None or len(data) > 3:
            continue  # four bytes of gb18030 and eight of euc_kr are arithmetic
        actual[c] = int.from_bytes(data, 'big')
    parts = {
        'wrong': pack(wrong),
        'bytes': pack(difference(lone, {i: i for i in range(128)})),
        'pairs': pack(difference(two, moved)),
        'triples': pack(difference(triple, base_triple)),
        'combined': pack(dict(enumerate(ord(c) for text in combined for c in text))) if not base_combined else '',
        'encode': pack(difference(actual, inverse)),
    }
    return file, {k: v for k, v in parts.items() if v}


def gb18030_ranges():
    """Runs of four-byte sequences, numbered in order: number of the first -> character of the first."""
    table = {}
    expected = None
    for n in range(39420):
        data = bytes([n // 12600 + 0x81, n // 1260 % 10 + 0x30, n // 10 % 126 + 0x81, n % 10 + 0x30])
        c = ord(data.decode('gb18030'))
        assert chr(c).encode('gb18030') == data
        if c != expected:
            table[n] = c
        expected = c + 1
    return pack(table)


def write(name, body):
    version = '.'.join(str(part) for part in sys.version_info[:3])
    header = (
        f'// Generated from the codecs of CPython {version} by scripts/tables.py, which says how a table is packed.\n'
        '// To make it again: /usr/bin/python3 scripts/tables.py\n\n'
    )
    (OUT / f'{name}.ts').write_text(header + body)


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    known = set(SINGLE) | set(OTHERS) | set(MULTI)
    aliases = {}
    for alias, target in sorted(encodings.aliases.aliases.items()):
        # One of Python's has a capital, which no look-up finds.
        if target in known and alias != target and alias == alias.lower():
            aliases.setdefault(target, []).append(alias)
    lines = ''.join(f"  {name}: '{' '.join(aliases.get(name, []))}',\n" for name in OTHERS + SINGLE + list(MULTI))
    write(
        'names',
        '/** The encodings, each by the name of its module in Python, and their other names, normalised. */\n'
        f'export const ALIASES: Readonly<Record<string, string>> = {{\n{lines}}};\n',
    )
    lines = ''
    for codec in SINGLE:
        table, overrides = single(codec)
        lines += f"  {codec}: ['{table}', '{overrides}'],\n"
    write(
        'singleByte',
        '/** What differs from ASCII in decoding, and from the inverse of that in encoding. */\n'
        f'export const SINGLE_BYTE: Readonly<Record<string, readonly [string, string]>> = {{\n{lines}}};\n',
    )
    files = {}
    done = {}
    for codec in MULTI:
        file, parts = multi(codec, done)
        text = ''.join(f"    {k}: '{v}',\n" for k, v in parts.items())
        files[file] = files.get(file, '') + f'  {codec}: {{\n{text}  }},\n'
        print(codec, {k: len(v) for k, v in parts.items()})
    for file, text in files.items():
        extra = f"\nexport const GB18030_RANGES = '{gb18030_ranges()}';\n" if file == 'chinese' else ''
        constant = ''.join('_' + c if c.isupper() else c for c in file).upper()
        write(
            file,
            "import type { PackedTable } from '../packedTable.ts';\n\n"
            f'export const {constant}: Readonly<Record<string, PackedTable>> = {{\n{text}}};\n{extra}',
        )


if __name__ == '__main__':
    main()
