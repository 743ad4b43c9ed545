namespace MLNetDeep.Neural.Tests.Support;

/// <summary>Saves the weights of a network, to compare them bit by bit.</summary>
internal static class SavedWeights
{
    public static byte[] Of(Network network)
    {
        using MemoryStream stream = new();
        network.SaveWeights(stream);
        return stream.ToArray();
    }
}
