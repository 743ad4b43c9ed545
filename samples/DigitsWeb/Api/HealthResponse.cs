namespace MLNetDeep.Samples.DigitsWeb;

/// <summary>The body of GET /healthz.</summary>
/// <param name="Status">Healthy or Unhealthy.</param>
/// <param name="Model">What is known about the model.</param>
internal sealed record HealthResponse(string Status, string? Model);
