"""Calendar files (RFC 5545) as every app writes them: content lines, time zones, and the answer that carries them."""
