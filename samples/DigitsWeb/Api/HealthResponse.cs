namespace MLNetDeep.Samples.DigitsWeb;

/// <summary>The body of GET /healthz.</summary>
/// <param name="Status">Healthy; Degraded if a changed model file was refused; Unhealthy without a model.</param>
/// <param name="Model">What is known about the model.</param>
internal sealed record HealthResponse(string Status, string? Model);
