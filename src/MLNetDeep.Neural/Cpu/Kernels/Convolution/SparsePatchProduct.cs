namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>
/// The operands of result[i] ← result[i] + Σₜ value[t]·source[t], where each row i of the result has terms t of its own, and rows of the
/// result and of the source consist of vectors that lie anywhere, such as the rows of a patch in a picture.
/// </summary>
internal unsafe struct SparsePatchProduct
{
    /// <summary>The largest number of vectors of a product whose terms need not be listed: the sums of all fit into registers.</summary>
    public const int MaxListlessVectors = 6;

    /// <summary>The number of rows of the result.</summary>
    public int Rows;

    /// <summary>The position of the first term of each row.</summary>
    public int* Starts;

    /// <summary>The position after the last term of each row.</summary>
    public int* Ends;

    /// <summary>The factor of each term.</summary>
    public float* Values;

    /// <summary>The offset of each term's row of the source, in floats.</summary>
    public int* Offsets;

    /// <summary>The source. Whole vectors are read, whatever their lengths.</summary>
    public float* Source;

    /// <summary>The offset of each vector in a row of the source, in floats.</summary>
    public int* SourceVectors;

    /// <summary>The result. Of each vector, only its length is written.</summary>
    public float* Result;

    /// <summary>The offset of each row of the result, in floats.</summary>
    public int* ResultRows;

    /// <summary>The offset of each vector in a row of the result, in floats.</summary>
    public int* ResultVectors;

    /// <summary>The number of floats of each vector: 1 to the number of lanes.</summary>
    public int* VectorLengths;

    /// <summary>The number of vectors in a row.</summary>
    public int VectorCount;
}
