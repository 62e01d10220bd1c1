"""QR codes for paper (print-and-typography.md, PR-06)."""

import segno

# A quiet zone of four modules is what readers of codes expect around it.
QUIET_ZONE = 4


def qr_svg_uri(address: str) -> str:
    """`address` as a QR code of level M, in a `data:` URI of an SVG that takes the size it is given."""
    code = segno.make(address, error="m", micro=False)
    # Its own white ground: on a dark page nothing else would set the modules apart.
    return code.svg_data_uri(border=QUIET_ZONE, light="white", omitsize=True, xmldecl=False, nl=False)
