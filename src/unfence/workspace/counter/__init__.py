"""The counter: what two offices handle together for one applicant, by one clock; school places; job fairs."""
