"""The gate for pictures: what a file must be, what it must not carry, and how that is found out."""
