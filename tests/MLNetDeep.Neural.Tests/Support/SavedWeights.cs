namespace MLNetDeep.Neural.Tests.Support;

/// <summary>Saves the weights of a network as bytes, for bitwise comparison.</summary>
internal static class SavedWeights
{
    public static byte[] Of(Network network)
    {
        using MemoryStream stream = new();
        network.SaveWeights(stream);
        return stream.ToArray();
    }
}
