using System.Globalization;
using MLNetDeep.Neural;

namespace MLNetDeep.TorchSharp;

/// <summary>Runs training and inference with TorchSharp, on the CPU or on a CUDA device.</summary>
/// <remarks>
/// <para>Immutable; compared by value. Set it as <see cref="FitOptions.Backend"/>, or as the backend of a trainer's options. The weights, the
/// optimizer's state and the losses follow the same formulas as those of <see cref="CpuBackend"/>: a network that was trained here is saved,
/// loaded and scored on any backend, and a checkpoint of one backend resumes on another.</para>
/// <para>The application adds libtorch, the native library: the package TorchSharp-cpu, TorchSharp-cuda-windows or TorchSharp-cuda-linux. It is
/// loaded when the first training or scoring begins, not before.</para>
/// <para>Dropout masks are those of <see cref="CpuBackend"/> on every device: they depend on the seed and the step alone.
/// Sums of floats are rounded in another order than on other backends, so results are equal within rounding, not bit for bit.</para>
/// </remarks>
/// <example>
/// <code>
/// network.Fit(data, new FitOptions { Backend = TorchBackend.Cuda(), BatchSize = 512 });
/// </code>
/// </example>
public sealed record TorchBackend : IComputeBackend, IChoosesDevice
{
    /// <summary>The default of <see cref="DataLimit"/>: 2 GiB.</summary>
    public const long DefaultDataLimit = 2L << 30;

    private TorchBackend(TorchDeviceKind kind, int index, int? threads)
    {
        Kind = kind;
        Index = index;
        Threads = threads;
    }

    /// <summary>
    /// A CUDA device or the CPU. In ML.NET's pipelines, <c>MLContext.GpuDeviceId</c> and <c>MLContext.FallbackToCpu</c> choose, as for
    /// ML.NET's own trainers on GPUs. Without ML.NET it is the first CUDA device if there is one, otherwise the CPU.
    /// </summary>
    /// <remarks>
    /// A trainer or <c>NetworkTransformer.WithBackend</c> takes the CPU if GpuDeviceId is null, which is its default. If it is a number, it
    /// takes the CUDA device of this number. If there is none, FallbackToCpu decides: true takes the CPU, with a warning in the log; false, its
    /// default, throws an <see cref="InvalidOperationException"/>.
    /// </remarks>
    public static TorchBackend Best { get; } = new(TorchDeviceKind.Best, 0, null);

    /// <summary>
    /// <c>torch</c> on the CPU, <c>torch-cuda:0</c> on the first CUDA device and so on, <c>torch-best</c> for <see cref="Best"/>.
    /// </summary>
    public string Name => Kind switch
    {
        TorchDeviceKind.Cpu => "torch",
        TorchDeviceKind.Cuda => string.Create(CultureInfo.InvariantCulture, $"torch-cuda:{Index}"),
        _ => "torch-best",
    };

    /// <summary>True: sessions and scorers hold memory of libtorch.</summary>
    public bool SessionsNeedDisposal => true;

    /// <summary>The number of CPU threads that libtorch uses, as given to <see cref="Cpu"/>.</summary>
    /// <remarks>
    /// Null, the default, takes the number of the training or scoring options, such as <see cref="FitOptions.Threads"/>. If that is null
    /// too, as many as libtorch had when this backend loaded it: one per core, unless the application or OMP_NUM_THREADS said otherwise; a
    /// training with a <see cref="FitOptions.GradientExchange"/> takes at most <see cref="IGradientExchange.DefaultThreads"/> then. libtorch
    /// keeps the number for later calls on the same thread.
    /// </remarks>
    public int? Threads { get; }

    /// <summary>The most bytes of training and validation features that a training keeps on a CUDA device.</summary>
    /// <remarks>
    /// Default <see cref="DefaultDataLimit"/>; accepted: 0 or more. Features that would exceed it, sparse rows and the rows of streams are
    /// sent batch by batch. Has no effect on the CPU, where no copy is kept.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public long DataLimit
    {
        get;
        init => field = value >= 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(DataLimit), value, $"DataLimit is {value}; accepted: 0 or more bytes.");
    } = DefaultDataLimit;

    /// <summary>Whether matrix products and convolutions on a CUDA device may round their inputs to TF32, with 10 bits after the point.</summary>
    /// <remarks>
    /// Default false. Faster on devices that have TF32; outputs differ by about 1e-3. libtorch keeps the setting for the whole process, so it
    /// also holds for other code that runs at the same time. The CPU has no TF32: a training or scoring on <see cref="Cpu"/> throws a
    /// <see cref="NotSupportedException"/> if this is true; with <see cref="Best"/> it then has no effect.
    /// </remarks>
    public bool AllowTf32 { get; init; }

    /// <summary>Whether the products of dense layers are computed in bfloat16, with 7 bits after the point.</summary>
    /// <remarks>
    /// Default false. Weights, sums, losses and updates stay floats. Outputs differ by about 1e-2. A module of <see cref="TorchModules"/> is
    /// computed as it is written. On a device without such products, or if a network has no dense layer, a training or scoring throws a
    /// <see cref="NotSupportedException"/>.
    /// </remarks>
    public bool BFloat16Products { get; init; }

    /// <summary>
    /// The number of steps that may be begun before the result of the first is read; null for 0 on the CPU and
    /// <see cref="TorchDevice.CudaResultDelay"/> on CUDA. Tests set it to run a CPU session as on CUDA.
    /// </summary>
    internal int? ResultDelay { get; init; }

    /// <summary>Whether features are kept on the device; null for true on CUDA only. Tests set it.</summary>
    internal bool? KeepsFeatures { get; init; }

    /// <summary>The kind of device.</summary>
    internal TorchDeviceKind Kind { get; init; }

    /// <summary>The index of the CUDA device.</summary>
    internal int Index { get; init; }

    /// <summary>Returns the backend for the CPU.</summary>
    /// <param name="threads">See <see cref="Threads"/>. Default null; accepted: 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="threads"/> is below 1.</exception>
    public static TorchBackend Cpu(int? threads = null) =>
        threads is null or >= 1
            ? new(TorchDeviceKind.Cpu, 0, threads)
            : throw new ArgumentOutOfRangeException(nameof(threads), threads, $"threads is {threads}; accepted: 1 or more, or null.");

    /// <summary>Returns the backend for a CUDA device.</summary>
    /// <param name="index">The device, counted from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="index"/> is negative.</exception>
    public static TorchBackend Cuda(int index = 0) =>
        index >= 0
            ? new(TorchDeviceKind.Cuda, index, null)
            : throw new ArgumentOutOfRangeException(nameof(index), index, $"index is {index}; accepted: 0 or more.");

    IComputeBackend IChoosesDevice.Choose(int? gpuDevice, bool fallBackToCpu, Action<string> warn)
    {
        if (Kind != TorchDeviceKind.Best)
        {
            return this;
        }

        return DeviceChoice.Choose(gpuDevice, fallBackToCpu, warn, TorchLibrary.FindCudaProblem) is int index
            ? this with { Kind = TorchDeviceKind.Cuda, Index = index }
            : this with { Kind = TorchDeviceKind.Cpu, AllowTf32 = false };
    }

    /// <inheritdoc/>
    public bool Supports(LayerSpec layer) => TorchLayerRegistry.Contains(layer);

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The module is not registered; see <see cref="TorchModules"/>.</exception>
    /// <exception cref="InvalidOperationException">The module cannot be made, or has other tensors than the layer.</exception>
    public IReadOnlyList<NamedTensor> CreateInitialWeights(LayerSpec layer, int seed) => layer is ModuleLayer module
        ? TorchModules.Get(module.Name).CreateWeights(module, seed)
        : throw new NotSupportedException($"The torch backend has no initial weights for {layer}.");

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">
    /// The backend does not support the loss or the optimizer, or there is no such device, or the device lacks an option.
    /// </exception>
    /// <exception cref="DllNotFoundException">libtorch is missing or does not load. The message says what to do.</exception>
    /// <exception cref="DeviceMemoryException">The device has too little memory.</exception>
    public ITrainingSession CreateSession(NetworkSpec spec, IReadOnlyList<NamedTensor> weights, FitOptions options)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(options);
        return new TorchSession(TorchDevice.Open(this, options.Threads, options.GradientExchange), spec, weights, options);
    }

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">There is no such device, or the device lacks an option.</exception>
    /// <exception cref="DllNotFoundException">libtorch is missing or does not load. The message says what to do.</exception>
    /// <exception cref="DeviceMemoryException">The device has too little memory.</exception>
    public IScorer CreateScorer(NetworkSpec spec, IReadOnlyList<NamedTensor> weights, ScorerOptions options)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(options);
        return TorchScorer.Create(TorchDevice.Open(this, options.Threads), spec, weights, options);
    }
}
