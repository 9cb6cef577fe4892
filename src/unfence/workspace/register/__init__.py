"""The register: barriers that somebody reports, each with a number, an owner, a deadline and its price."""
