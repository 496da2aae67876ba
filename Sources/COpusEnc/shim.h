#include <opusenc.h>

/* Swift cannot call functions with a variable number of arguments. */
static inline int opusenc_set(OggOpusEnc *encoder, int request, opus_int32 value) {
  return ope_encoder_ctl(encoder, request, value);
}
