"""The machine that rules run on. It knows no Chinese."""
