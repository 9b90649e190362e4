"""Chinese and Arabic numerals as they stand in dates: 23, 二十三, 廿三, 二〇二〇, 一百零五."""

DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
TENS = {"廿": 20, "卅": 30}
SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10000}


def number(text: str) -> int | None:
    """The value of a numeral, or None for what is none: ``number("二十三") == 23``, ``number("二〇二〇") == 2020``."""
    if not text:
        return None
    if text.isascii():
        return int(text) if text.isdigit() else None
    if all(character in DIGITS or character in "0123456789" for character in text):
        return int("".join(str(DIGITS.get(character, character)) for character in text))
    return _scaled(text)


def _scaled(text: str) -> int | None:
    total, section, digit = 0, 0, 0
    for place, character in enumerate(text):
        if character in DIGITS:
            digit = DIGITS[character]
        elif character in TENS:
            section += TENS[character]
        elif character == "万":
            total, section, digit = (total + section + digit) * SCALES[character], 0, 0
        elif character in SCALES:
            section += (digit if digit or place else 1) * SCALES[character]
            digit = 0
        else:
            return None
    return total + section + digit
