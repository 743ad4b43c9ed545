namespace MLNetDeep.TorchSharp;

/// <summary>Chooses between CPU and CUDA as ML.NET's own trainers on GPUs do.</summary>
internal static class DeviceChoice
{
    /// <summary>Returns the index of the CUDA device; null for the CPU.</summary>
    /// <param name="gpuDevice">The index of the wanted device; null for the CPU.</param>
    /// <param name="fallBackToCpu">Whether the CPU will do, with a warning, if there is no such device.</param>
    /// <param name="warn">Receives the warning.</param>
    /// <param name="findProblem">Says why there is no CUDA device of an index; null if there is one.</param>
    /// <exception cref="InvalidOperationException">There is no such device, and the CPU will not do.</exception>
    public static int? Choose(int? gpuDevice, bool fallBackToCpu, Action<string> warn, Func<int, string?> findProblem)
    {
        if (gpuDevice is not { } index)
        {
            return null;
        }

        if (findProblem(index) is not { } problem)
        {
            return index;
        }

        if (!fallBackToCpu)
        {
            // ML.NET's trainers begin with these words.
            throw new InvalidOperationException(
                $"Fallback to CPU is false but no GPU detected. MLContext.GpuDeviceId is {index}. {problem} MLContext.FallbackToCpu, which is "
                + "false by default, allows the CPU.");
        }

        warn($"MLContext.GpuDeviceId is {index}, but the CPU is used. {problem}");
        return null;
    }
}
