"""What if: scenarios that anybody tries, keeps, names and compares."""
