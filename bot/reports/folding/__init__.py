"""Steps of the audit log, folded into attempts and registrations."""
