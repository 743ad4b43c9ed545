using System.Runtime.InteropServices;
using MLNetDeep.Neural;
using TorchSharp;

namespace MLNetDeep.TorchSharp;

/// <summary>An open device, with the options that hold for all calls on it.</summary>
internal sealed class TorchDevice
{
    /// <summary>The number of steps that a session on CUDA begins before it reads the result of the first of them.</summary>
    public const int CudaResultDelay = 8;

    private readonly TorchBackend _options;

    private TorchDevice(TorchBackend options, TorchDeviceKind kind, int threads)
    {
        _options = options;
        IsCuda = kind == TorchDeviceKind.Cuda;
        Device = IsCuda ? torch.device(DeviceType.CUDA, options.Index) : torch.CPU;
        Threads = options.Threads ?? threads;
        ResultDelay = options.ResultDelay ?? (IsCuda ? CudaResultDelay : 0);
        KeepsFeatures = options.KeepsFeatures ?? IsCuda;
    }

    /// <summary>The device of TorchSharp.</summary>
    public torch.Device Device { get; }

    /// <summary>Whether this is a CUDA device, which works on its own while the host goes on.</summary>
    public bool IsCuda { get; }

    /// <summary>The number of CPU threads.</summary>
    public int Threads { get; }

    /// <summary>See <see cref="ITrainingSession.ResultDelay"/>.</summary>
    public int ResultDelay { get; }

    /// <summary>Whether features are kept on the device, up to <see cref="DataLimit"/>.</summary>
    public bool KeepsFeatures { get; }

    /// <summary>
    /// Whether the device works at once, on memory that the host reads and writes, so that small work may be done by the host.
    /// </summary>
    public bool SharesHostMemory => !IsCuda && !KeepsFeatures && ResultDelay == 0;

    /// <summary>The most bytes of features to keep on the device.</summary>
    public long DataLimit => _options.DataLimit;

    /// <summary>Whether products of dense layers are computed in bfloat16.</summary>
    public bool UsesBFloat16 => _options.BFloat16Products;

    /// <summary>The device's name for messages.</summary>
    public string Name => IsCuda ? $"CUDA device {_options.Index}" : "the CPU";

    /// <summary>Opens the device of a backend.</summary>
    /// <param name="backend">The backend.</param>
    /// <param name="threads">The number of CPU threads if the backend does not say it; null for as many as libtorch had when it was loaded.</param>
    /// <param name="exchange">
    /// Connects the processes that train together. If nobody says the number of threads, it is that of the exchange, which divides the cores
    /// of the machine among its processes, but not more than libtorch had.
    /// </param>
    /// <exception cref="NotSupportedException">There is no such device, or the device lacks an option.</exception>
    public static TorchDevice Open(TorchBackend backend, int? threads, IGradientExchange? exchange = null)
    {
        TorchLibrary.Load();
        int defaultThreads = Math.Min(TorchLibrary.DefaultThreads, exchange?.DefaultThreads ?? int.MaxValue);
        TorchDevice device = new(backend, Resolve(backend), threads ?? defaultThreads);
        if (backend.AllowTf32 && backend.Kind == TorchDeviceKind.Cpu)
        {
            throw new NotSupportedException("AllowTf32 needs a CUDA device; the CPU has no TF32. Set AllowTf32 to false.");
        }

        if (backend.BFloat16Products)
        {
            device.RequireBFloat16();
        }

        return device;
    }

    /// <summary>Begins a call: sets the process's options, and opens a scope that disposes all tensors made in it.</summary>
    /// <param name="owner">See <see cref="TorchCall"/>.</param>
    public TorchCall BeginCall(object owner)
    {
        if (torch.get_num_threads() != Threads)
        {
            torch.set_num_threads(Threads);
        }

        if (IsCuda)
        {
            SetTf32(_options.AllowTf32);
        }

        return new TorchCall(owner);
    }

    /// <summary>Says whether the process may use TF32: in products of matrices, and in convolutions, where libtorch's default is true.</summary>
    internal static void SetTf32(bool isAllowed)
    {
        if (torch.backends.cuda.matmul.allow_tf32 != isAllowed)
        {
            torch.backends.cuda.matmul.allow_tf32 = isAllowed;
        }

        if (torch.backends.cudnn.allow_tf32 != isAllowed)
        {
            torch.backends.cudnn.allow_tf32 = isAllowed;
        }
    }

    private void RequireBFloat16()
    {
        try
        {
            using DisposeScope scope = torch.NewDisposeScope();
            torch.Tensor one = torch.ones([1, 1], dtype: torch.ScalarType.BFloat16, device: Device);
            one.mm(one);
        }
        catch (ExternalException error) when (!TorchErrors.IsOutOfMemory(error))
        {
            throw new NotSupportedException($"{Name} has no products in bfloat16. Set BFloat16Products to false.", error);
        }
    }

    // The only place that decides on which device a backend runs.
    private static TorchDeviceKind Resolve(TorchBackend backend)
    {
        if (backend.Kind == TorchDeviceKind.Best)
        {
            return TorchLibrary.CountCudaDevices() > 0 ? TorchDeviceKind.Cuda : TorchDeviceKind.Cpu;
        }

        if (backend.Kind == TorchDeviceKind.Cuda)
        {
            TorchLibrary.RequireCuda(backend.Index);
        }

        return backend.Kind;
    }
}
