namespace Microsoft.ML;

/// <summary>
/// The assemblies of ML.NET in which it has the components of this one. Model files name them, so that ML.NET finds its
/// own code; here the built-in components are found by their signatures alone.
/// </summary>
internal static class AssemblyNames
{
    public const string Data = "Microsoft.ML.Data, Version=1.0.0.0, Culture=neutral, PublicKeyToken=cc7b13ffcd2ddd51";
    public const string Transforms = "Microsoft.ML.Transforms, Version=1.0.0.0, Culture=neutral, PublicKeyToken=cc7b13ffcd2ddd51";
}
