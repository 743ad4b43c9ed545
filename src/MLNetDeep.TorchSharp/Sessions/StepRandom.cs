using TorchSharp;

namespace MLNetDeep.TorchSharp;

/// <summary>The random numbers that a device draws in training steps. Those of a step depend only on the seed and the number of steps taken before it.</summary>
/// <param name="seed">The seed of the training.</param>
/// <param name="device">The device that draws the numbers.</param>
internal sealed class StepRandom(int seed, TorchDevice device)
{
    /// <summary>Creates the generator of a step, which the caller disposes.</summary>
    /// <param name="step">The number of steps taken before.</param>
    public torch.Generator Begin(long step) => new(Mix(Mix(unchecked((uint)seed)) + (ulong)step), device.Device);

    // The output function of SplitMix64 (Steele, Lea and Flood, 2014): near inputs give unrelated outputs.
    private static ulong Mix(ulong number)
    {
        ulong z = number + 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
