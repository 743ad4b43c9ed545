namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>The kinds of recurrent cells.</summary>
internal enum RecurrentCellKind
{
    /// <summary><see cref="SimpleRNN"/>.</summary>
    Simple,

    /// <summary><see cref="LSTM"/>.</summary>
    Lstm,

    /// <summary><see cref="GRU"/>.</summary>
    Gru,
}
