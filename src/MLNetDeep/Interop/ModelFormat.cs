namespace MLNetDeep.Interop;

/// <summary>Identifies a component and its format version in a model file.</summary>
/// <param name="Signature">The name of the format, eight characters.</param>
/// <param name="LoaderSignature">The name that <see cref="LoaderAssembly"/> registers for the component, at most 24 characters.</param>
/// <param name="Version">The version that this code writes.</param>
/// <param name="ReadableVersion">The oldest version of this code that can read models written by this version.</param>
/// <param name="OldestVersion">The oldest version that this code can read.</param>
internal sealed record ModelFormat(
    string Signature, string LoaderSignature, uint Version = ModelFormat.FirstVersionWithHash, uint ReadableVersion = ModelFormat.FirstVersionWithHash, uint OldestVersion = 0x00010001)
{
    /// <summary>The first version whose model block has a hash.</summary>
    public const uint FirstVersionWithHash = 0x00010002;

    /// <summary>The simple name of the assembly in which ML.NET finds the loaders of the components.</summary>
    public const string LoaderAssembly = "MLNetDeep.Loader";
}
