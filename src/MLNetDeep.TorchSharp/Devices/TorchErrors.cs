using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace MLNetDeep.TorchSharp;

/// <summary>Turns libtorch's messages about memory into one clear exception.</summary>
internal static partial class TorchErrors
{
    private static readonly string[] s_outOfMemory = ["out of memory", "can't allocate memory", "not enough memory", "CUBLAS_STATUS_ALLOC_FAILED"];

    /// <summary>Whether libtorch could not allocate memory.</summary>
    public static bool IsOutOfMemory(ExternalException error) =>
        Array.Exists(s_outOfMemory, text => error.Message.Contains(text, StringComparison.OrdinalIgnoreCase));

    /// <summary>Creates the exception that says how much memory was wanted, on which device, and what to lower.</summary>
    public static InsufficientMemoryException OutOfMemory(ExternalException error, TorchDevice device)
    {
        Match wanted = Wanted().Match(error.Message);
        string amount = wanted.Success ? $": it wanted {wanted.Groups[1].Value}{wanted.Groups[2].Value}" : "";
        string limit = device.IsCuda ? $", or TorchBackend.DataLimit, which is {device.DataLimit} bytes" : "";
        return new InsufficientMemoryException($"libtorch has no more memory on {device.Name}{amount}. Lower BatchSize{limit}.", error);
    }

    // "Tried to allocate 2.00 GiB" on CUDA, "you tried to allocate 8000 bytes" on the CPU.
    [GeneratedRegex("tried to allocate ([0-9.]+)( [A-Za-z]+)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Wanted();
}
