namespace MLNetDeep.Interop;

/// <summary>The format of a component in a model file.</summary>
/// <param name="Signature">Eight characters that name the format.</param>
/// <param name="LoaderSignature">The name under which <see cref="LoaderAssembly"/> registers the component, at most 24 characters.</param>
/// <param name="Version">The version that this code writes.</param>
/// <param name="ReadableVersion">The oldest version of this code that can read what it writes.</param>
/// <param name="OldestVersion">The oldest version that this code reads.</param>
internal sealed record ModelFormat(
    string Signature, string LoaderSignature, uint Version = 0x00010001, uint ReadableVersion = 0x00010001, uint OldestVersion = 0x00010001)
{
    /// <summary>The simple name of the assembly that tells ML.NET where the components are.</summary>
    public const string LoaderAssembly = "MLNetDeep.Loader";
}
