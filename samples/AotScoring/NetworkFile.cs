using MLNetDeep.Neural;

namespace MLNetDeep.Samples.AotScoring;

/// <summary>Loads a network from either kind of file.</summary>
internal static class NetworkFile
{
    /// <summary>Loads a network.</summary>
    /// <param name="path">A safetensors file of <see cref="Network.Save(string)"/>, or a model zip of ML.NET.</param>
    /// <param name="index">Which network of a model zip, counted from 0; null for the only one.</param>
    /// <exception cref="InvalidDataException">The file has no network, or is damaged.</exception>
    /// <exception cref="ArgumentException">The file has several networks and none is chosen, or not the chosen one.</exception>
    public static Network Load(string path, int? index)
    {
        if (IsZip(path))
        {
            return Network.LoadFromModel(path, index);
        }

        return index is null or 0 ? Network.Load(path) : throw new ArgumentException($"--network is {index}, but '{path}' has one network.");
    }

    private static bool IsZip(string path)
    {
        using FileStream file = File.OpenRead(path);
        return file.ReadByte() == 'P' && file.ReadByte() == 'K';
    }
}
