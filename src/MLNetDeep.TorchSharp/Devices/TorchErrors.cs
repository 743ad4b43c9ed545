using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using MLNetDeep.Neural;

namespace MLNetDeep.TorchSharp;

/// <summary>Turns libtorch's messages about memory into one clear exception.</summary>
internal static partial class TorchErrors
{
    private static readonly string[] s_outOfMemory = ["out of memory", "can't allocate memory", "not enough memory", "CUBLAS_STATUS_ALLOC_FAILED"];

    /// <summary>Whether libtorch could not allocate memory.</summary>
    public static bool IsOutOfMemory(ExternalException error) =>
        Array.Exists(s_outOfMemory, text => error.Message.Contains(text, StringComparison.OrdinalIgnoreCase));

    /// <summary>Creates the exception of a call that computes a batch of the caller's size.</summary>
    public static DeviceMemoryException BatchTooLarge(ExternalException error, TorchDevice device)
    {
        string limit = device.IsCuda ? $", or TorchBackend.DataLimit, which is {device.DataLimit} bytes" : "";
        return new DeviceMemoryException(device.Name, WantedBytes(error.Message), $"Lower BatchSize{limit}.", error);
    }

    /// <summary>Creates the exception of a call that no smaller batch helps, such as one that brings the weights to the device.</summary>
    public static DeviceMemoryException OutOfMemory(ExternalException error, TorchDevice device) =>
        new(
            device.Name,
            WantedBytes(error.Message),
            "Free memory that other trainings and models hold, make the network smaller, or choose another backend.",
            error);

    private static long? WantedBytes(string message)
    {
        Match wanted = Wanted().Match(message);
        if (!wanted.Success || !double.TryParse(wanted.Groups[1].Value, CultureInfo.InvariantCulture, out double amount))
        {
            return null;
        }

        // The power of 1024 of the unit: bytes, KiB, MiB, GiB, TiB.
        int power = Math.Max(0, "BKMGT".IndexOf(char.ToUpperInvariant(wanted.Groups[2].Value[0])));
        return (long)(amount * Math.Pow(1024, power));
    }

    // "Tried to allocate 2.00 GiB" on CUDA, "you tried to allocate 8000 bytes" on the CPU.
    [GeneratedRegex("tried to allocate ([0-9.]+) ([A-Za-z]+)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Wanted();
}
