namespace MLNetDeep.TorchSharp;

/// <summary>Says why there is no CUDA device of an index, and what to do.</summary>
internal static class CudaFailure
{
    /// <summary>Describes a failure.</summary>
    /// <param name="index">The index of the device that is wanted, from 0.</param>
    /// <param name="devices">The number of devices that libtorch finds.</param>
    /// <param name="hasCuda">Whether libtorch's part for CUDA is there and loads.</param>
    /// <param name="system">The system.</param>
    /// <param name="version">The version of TorchSharp.</param>
    public static string Describe(int index, int devices, bool hasCuda, NativeSystem system, string version)
    {
        if (devices > 0)
        {
            string numbers = devices == 1 ? "one CUDA device, number 0" : $"{devices} CUDA devices, numbers 0 to {devices - 1}";
            return $"There is no CUDA device {index}: this system has {numbers}.";
        }

        string wanted = $"CUDA device {index} is not available:";
        if (system.CudaPackage is not { } package)
        {
            return $"{wanted} there is no libtorch with CUDA for this system, {system.Name}. Use TorchBackend.Cpu() or TorchBackend.Best.";
        }

        return hasCuda
            ? $"{wanted} libtorch has CUDA, but finds no device. It needs an NVIDIA GPU that the process may use (see CUDA_VISIBLE_DEVICES, and, "
                + "for a container, the runtime's option for GPUs) and a driver for CUDA 12.8 or later; nvidia-smi shows both."
            : $"{wanted} this application contains libtorch for the CPU only, or its CUDA part does not load. Use the package {package}, version "
                + $"{version}, in place of {system.CpuPackage}, or TorchBackend.Cpu().";
    }
}
