using System.Text;

namespace MLNetDeep.TorchSharp;

/// <summary>The symbol versions of a shared library of Linux, such as GLIBCXX_3.4.32.</summary>
internal static class SymbolVersions
{
    /// <summary>The newest version of a kind in a library, such as 3.4.32 for GLIBCXX; null if it has none or cannot be read.</summary>
    public static string? FindNewest(string library, string kind)
    {
        byte[] file;
        try
        {
            file = File.ReadAllBytes(library);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }

        return FindNewest(file, kind);
    }

    /// <summary>The newest version of a kind among the names in a library's bytes, each of which ends with a zero byte.</summary>
    public static string? FindNewest(ReadOnlySpan<byte> file, string kind)
    {
        byte[] prefix = [0, .. Encoding.ASCII.GetBytes(kind), (byte)'_'];
        Version? newest = null;
        for (int at = file.IndexOf(prefix); at >= 0; at = file.IndexOf(prefix))
        {
            file = file[(at + prefix.Length)..];
            int length = file.IndexOf((byte)0);
            if (length > 0 && Version.TryParse(Encoding.ASCII.GetString(file[..length]), out Version? version) && (newest is null || version > newest))
            {
                newest = version;
            }
        }

        return newest?.ToString();
    }
}
