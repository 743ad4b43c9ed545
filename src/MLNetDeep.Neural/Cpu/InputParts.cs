namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// How the inputs of a network are cut: a layer that is cut sums each part by itself, then adds up the sums. The cut follows from the
/// layer's shape alone, never from the number of threads, which therefore does not show in the results.
/// </summary>
/// <param name="Inputs">The inputs.</param>
/// <param name="Count">The number of parts; 1 where nothing is cut.</param>
internal readonly record struct InputParts(int Inputs, int Count)
{
    /// <summary>The inputs of the largest part.</summary>
    public int Largest => (Inputs + Count - 1) / Count;

    /// <summary>The first input of a part; of the one after the last, where they end.</summary>
    public int First(int part) => (int)((long)Inputs * part / Count);
}
