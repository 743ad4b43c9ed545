namespace MLNetDeep.Samples.Pictures;

/// <summary>A test picture that the network classified wrongly.</summary>
/// <param name="Pixels">The pixels, row by row.</param>
/// <param name="Label">The true class, counted from 0.</param>
/// <param name="Predicted">The predicted class, counted from 0.</param>
/// <param name="Probability">The predicted probability of that class.</param>
internal sealed record Mistake(byte[] Pixels, int Label, int Predicted, float Probability);
