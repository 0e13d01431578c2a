"""The composition root: settings become adapters, adapters become services. The only package that knows all."""
