"""unfence (拆篱): what each fence at an administrative border costs, and which to take down first."""
