namespace Microsoft.ML;

/// <summary>The format of a component in a model file, and how to find the code that reads it.</summary>
internal readonly struct VersionInfo
{
    public const int SignatureLength = 8;
    public const int LoaderSignatureLength = 24;

    public readonly ulong ModelSignature;
    public readonly uint VerWrittenCur;
    public readonly uint VerReadableCur;
    public readonly uint VerWeCanReadBack;
    public readonly string LoaderAssemblyName;
    public readonly string? LoaderSignature;
    public readonly string? LoaderSignatureAlt;

    /// <summary>Makes the description of a format.</summary>
    /// <param name="modelSignature">Eight characters that name the format; a space is stored as 0.</param>
    /// <param name="verWrittenCur">The version that this code writes.</param>
    /// <param name="verReadableCur">The oldest version of the code that can read what this code writes.</param>
    /// <param name="verWeCanReadBack">The oldest version that this code can read.</param>
    /// <param name="loaderAssemblyName">The simple name of the assembly that says which type reads the component.</param>
    /// <param name="loaderSignature">The name under which that assembly says it, at most 24 characters.</param>
    /// <param name="loaderSignatureAlt">A second such name, for older readers.</param>
    public VersionInfo(
        string modelSignature,
        uint verWrittenCur,
        uint verReadableCur,
        uint verWeCanReadBack,
        string loaderAssemblyName,
        string? loaderSignature = null,
        string? loaderSignatureAlt = null)
    {
        if (modelSignature?.Length != SignatureLength)
            throw new ArgumentException($"A model signature has {SignatureLength} characters, but it is '{modelSignature}'.", nameof(modelSignature));
        for (int i = 0; i < SignatureLength; i++)
        {
            if (modelSignature[i] > byte.MaxValue)
                throw new ArgumentException($"A model signature has one byte a character, but it is '{modelSignature}'.", nameof(modelSignature));
            if (modelSignature[i] != ' ')
                ModelSignature |= (ulong)modelSignature[i] << (8 * i);
        }
        VerWrittenCur = verWrittenCur;
        VerReadableCur = verReadableCur;
        VerWeCanReadBack = verWeCanReadBack;
        LoaderAssemblyName = loaderAssemblyName;
        LoaderSignature = loaderSignature;
        LoaderSignatureAlt = loaderSignatureAlt;
    }
}
