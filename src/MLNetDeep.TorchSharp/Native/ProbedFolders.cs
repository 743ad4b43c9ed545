namespace MLNetDeep.TorchSharp;

/// <summary>The folders in which .NET looks for native libraries of this process.</summary>
internal static class ProbedFolders
{
    /// <summary>Whether one of them has a library of this name; its prefix and extension are the system's.</summary>
    public static bool Contain(string library)
    {
        string file = OperatingSystem.IsWindows() ? $"{library}.dll" : OperatingSystem.IsMacOS() ? $"lib{library}.dylib" : $"lib{library}.so";
        string searched = AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "";
        return searched.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Append(AppContext.BaseDirectory)
            .Any(folder => File.Exists(Path.Combine(folder, file)));
    }
}
