namespace MLNetDeep.Reports;

/// <summary>The weights of one unit or filter for one channel of its input, as an image.</summary>
/// <param name="Unit">The unit or filter, counted from 0.</param>
/// <param name="Channel">The channel of the input, counted from 0.</param>
/// <param name="Values">The weights by [line, column].</param>
internal sealed record WeightImage(int Unit, int Channel, float[,] Values);
