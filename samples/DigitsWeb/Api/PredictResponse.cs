namespace MLNetDeep.Samples.DigitsWeb;

/// <summary>What the network makes of a picture.</summary>
/// <param name="Digit">The most probable digit.</param>
/// <param name="Probabilities">The probability of each digit from 0 to 9; their sum is 1.</param>
/// <param name="Activations">The activations of the network's first layer; only if the request asks for them.</param>
public sealed record PredictResponse(int Digit, float[] Probabilities, Activations? Activations = null);
