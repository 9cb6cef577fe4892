"""The price board: what power, gas, water, land, labour and credit cost on both sides, month by month."""
