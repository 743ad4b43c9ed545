namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>The SIMD widths for which kernels are compiled, narrowest first.</summary>
internal enum SimdTier
{
    /// <summary>One float at a time.</summary>
    Scalar,

    /// <summary>4 floats: SSE, or AdvSimd on Arm.</summary>
    Vector128,

    /// <summary>8 floats: AVX2.</summary>
    Vector256,

    /// <summary>16 floats: AVX-512.</summary>
    Vector512,
}
