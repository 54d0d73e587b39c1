"""What would make a page better: advice for its editor before submitting, never a gate."""
