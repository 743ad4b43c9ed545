using System.Globalization;

namespace MLNetDeep.Neural;

/// <summary>Thrown by a backend when its device has too little memory.</summary>
/// <remarks>
/// The backend has released what the failed call took. A training ends with this exception; its network keeps the weights trained so far, and
/// can be trained again.
/// </remarks>
public sealed class DeviceMemoryException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="device">The device, as it is called in a sentence, such as <c>CUDA device 0</c>.</param>
    /// <param name="wantedBytes">The number of bytes that were asked for; null if unknown.</param>
    /// <param name="advice">What to lower or free, as sentences.</param>
    /// <param name="cause">The exception of the library that runs the device; null if there is none.</param>
    public DeviceMemoryException(string device, long? wantedBytes, string advice, Exception? cause = null)
        : base(Text(device, wantedBytes, advice), cause)
    {
        Device = device;
        WantedBytes = wantedBytes;
    }

    /// <summary>The device.</summary>
    public string Device { get; }

    /// <summary>The number of bytes that were asked for; null if unknown.</summary>
    public long? WantedBytes { get; }

    private static string Text(string device, long? wantedBytes, string advice)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentNullException.ThrowIfNull(advice);
        string wanted = wantedBytes is { } bytes ? string.Create(CultureInfo.InvariantCulture, $": {bytes:N0} bytes were asked for") : "";
        return $"There is too little memory on {device}{wanted}. {advice}";
    }
}
